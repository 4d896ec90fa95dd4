"""XPath 1.0 with ODK's functions: text → syntax tree → closures over the light tree of `kiosk.xforms.nodes`.

The syntax tree serves three: evaluation (`compiler`), the dependency graph and the author's lint.
Sources: XPath 1.0 (W3C, 1999); ODK XForms specification, section "XPath functions".
"""
