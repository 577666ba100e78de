"""The contract suites that every plug-in, built in or third party, is run through.

`innervate check [PLUGIN]` and `suite.check_all` run them over everything that is registered;
`suite.check_step`, `check_metric`, `check_device` and `check_format` over a single class, for
use in a plug-in author's own tests. They need the extra ``innervate[testing]``.
"""
