"""Small rule files as others publish them: Schematron, and what its two compilers make of it."""

import io
import zipfile

from ubltools.names import CBC, CREDIT_NOTE, INVOICE

XSL = "http://www.w3.org/1999/XSL/Transform"
SCH = (
    '<schema xmlns="http://purl.oclc.org/dsdl/schematron" queryBinding="xslt2" {attributes}>\n'
    "<!-- Last update: 2026-03-30, release 7.8.9 -->\n"
    "<title>Small rules</title>\n"
    f'<ns prefix="cbc" uri="{CBC}"/><ns prefix="inv" uri="{INVOICE}"/>\n'
    "{content}</schema>"
)
ALWAYS = '<pattern><rule context="/inv:Invoice">{}</rule></pattern>'
CHECK = '<assert id="{id}" flag="{flag}" test="{test}">{message}</assert>'


def check(identity: str = "T-1", test: str = "cbc:ID", flag: str = "fatal", message: str = "No id.") -> str:
    """One assert."""
    return CHECK.format(id=identity, test=test, flag=flag, message=message)


def schematron(*checks: str, attributes: str = "") -> bytes:
    """A rule file with these asserts on the root of an invoice."""
    content = ALWAYS.format("".join(checks or (check(),)))
    return SCH.format(content=content, attributes=attributes).encode()


def schema(content: str) -> bytes:
    """A rule file with this content."""
    return SCH.format(content=content, attributes="").encode()


def zipped(**files: bytes) -> bytes:
    """A ZIP; "__" in a name stands for a slash and "_DOT_" for a dot."""
    named = {name.replace("__", "/").replace("_DOT_", "."): data for name, data in files.items()}
    return zipped_names(named)


def zipped_names(files: dict[str, bytes]) -> bytes:
    """A ZIP of files by name."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return out.getvalue()


# What SchXslt makes of two patterns: one rule with a let and a report, one with an assert.
SCHXSLT = f"""<xsl:transform xmlns:xsl="{XSL}" xmlns:svrl="http://purl.oclc.org/dsdl/svrl" version="2.0"
    xmlns:schxslt="https://doi.org/10.5281/zenodo.1495494" xmlns:cbc="{CBC}" xmlns:inv="{INVOICE}"
    xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:cn="{CREDIT_NOTE}" xmlns:q="urn:q">
  <rdf:Description/>
  <xsl:output indent="yes"/>
  <xsl:param name="limit" select="2"/>
  <xsl:variable name="more" select="$limit + 1"/>
  <function xmlns="{XSL}" name="q:long"><param name="t"/>
    <sequence select="string-length($t) gt 3"/></function>
  <xsl:template match="root()">
    <xsl:variable name="report" as="element(schxslt:report)">
      <schxslt:report><xsl:call-template name="d1"/></schxslt:report>
    </xsl:variable>
    <svrl:schematron-output schemaVersion="iso" title=" Compiled  rules "/>
  </xsl:template>
  <xsl:template match="text() | @*" mode="#all" priority="-10"/>
  <xsl:template match="*" mode="#all" priority="-10">
    <xsl:apply-templates mode="#current" select="@*"/><xsl:apply-templates mode="#current" select="node()"/>
  </xsl:template>
  <xsl:template name="d1">
    <schxslt:document>
      <schxslt:pattern id="p1"/><schxslt:pattern id="p2"/>
      <xsl:apply-templates mode="d1" select="root()"/>
    </schxslt:document>
  </xsl:template>
  <xsl:template match="cbc:ID" priority="7" mode="d1">
    <xsl:param name="schxslt:patterns-matched" as="xs:string*"/>
    <xsl:variable name="value" select="string(.)"/>
    <xsl:choose>
      <xsl:when test="$schxslt:patterns-matched[. = 'p2']">
        <schxslt:rule pattern="p2"><svrl:suppressed-rule/></schxslt:rule>
        <xsl:next-match/>
      </xsl:when>
      <xsl:otherwise>
        <schxslt:rule pattern="p2">
          <svrl:fired-rule/>
          <xsl:if test="q:long($value)">
            <svrl:successful-report location="{{schxslt:location(.)}}" role="warning" id="X-2">
              <xsl:attribute name="test">q:long($value)</xsl:attribute>
              <svrl:text>The id <xsl:value-of select="$value"/> is long.</svrl:text>
            </svrl:successful-report>
          </xsl:if>
        </schxslt:rule>
        <xsl:next-match/>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:template>
  <xsl:template match="inv:Invoice | cn:CreditNote" priority="8" mode="d1">
    <xsl:param name="schxslt:patterns-matched" as="xs:string*"/>
    <xsl:choose>
      <xsl:when test="$schxslt:patterns-matched[. = 'p1']">
        <schxslt:rule pattern="p1"><svrl:suppressed-rule/></schxslt:rule>
      </xsl:when>
      <xsl:otherwise>
        <schxslt:rule pattern="p1">
          <svrl:fired-rule/>
          <xsl:if test="not(count(cbc:ID) lt $more)">
            <svrl:failed-assert location="{{schxslt:location(.)}}" flag="fatal" id="X-1">
              <svrl:text>Too many ids.</svrl:text>
            </svrl:failed-assert>
          </xsl:if>
        </schxslt:rule>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:template>
</xsl:transform>"""
