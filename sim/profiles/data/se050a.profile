# SE050A1: ECC on NIST, Brainpool and Koblitz curves
#
# AppletConfig of A, B and D: the C part's, less what AN12436 table 1 does not tick for them.

name    = se050a
kind    = se050
summary = SE050A1: ECC on NIST, Brainpool and Koblitz curves
source  = NXP AN12436 rev. 2.4; captures of parts
address = 48

[identity]
applet        = 3.1.1
applet-config = 4793
secure-box    = 010B
build         = 4A 33 52 33 35 31 30 32 31 45 45 45 30 34 30 30 BC 03 04 79 33 8D 18 10
unique-id     = 04 00 50 01
uncertain     = AppletConfig: worked out from AN12436 table 1
uncertain     = platform build id: another part's of the family

[ordering A204]
part   = SE050A1
before = 0004
enc    = 34AE0967E329E9518E7265D5ADCC01C2
mac    = 52B253CADF472BDB3D0FB38E09770099
dek    = ACC91431FE26811B5ECBC845620D8344

[ordering A205]
part   = SE050A2
before = 0004
enc    = 46A9C48C34EFE344A522E66744F8996A
mac    = 1203FF61DFBC9C86196A2274AEF4ED28
dek    = F7561C6F48336119EE39439AAB34098E

include se05x-ec
