# SE050D2: as A, with MIFARE DESFire
#
# AppletConfig of A, B and D: the C part's, less what AN12436 table 1 does not tick for them.

name    = se050d
kind    = se050
summary = SE050D2: as A, with MIFARE DESFire
source  = NXP AN12436 rev. 2.4; captures of parts
address = 48

[identity]
applet        = 3.1.1
applet-config = 4F93
secure-box    = 010B
build         = 4A 33 52 33 35 31 30 32 31 45 45 45 30 34 30 30 BC 03 04 79 33 8D 18 10
unique-id     = 04 00 50 01
uncertain     = AppletConfig: worked out from AN12436 table 1
uncertain     = platform build id: another part's of the family

[ordering A43B]
part   = SE050D2
before = 0004
enc    = DE4A88D78478C5ECB4BC6E0528E370BF
mac    = DA947FC73A4C192AECBBE4F568930AEA
dek    = 5120E50A8BC83BD37E99A5DCA76F8250

include se05x-ec
