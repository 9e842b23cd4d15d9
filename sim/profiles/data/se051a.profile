# SE051A2: applet 7.2, ECC

name    = se051a
kind    = se050
summary = SE051A2: applet 7.2, ECC
source  = NXP AN12436 rev. 2.4; captures of parts
address = 48

[identity]
applet        = 7.2.0
applet-config = 3F9F
secure-box    = FFFF
build         = 4A 33 52 33 35 31 30 32 31 45 45 45 30 34 30 30 BC 03 04 79 33 8D 18 10
unique-id     = 04 00 50 01
uncertain     = AppletConfig: SE050E's
uncertain     = platform build id: another part's of the family

[ordering A920]
part   = SE051A2
before = 0001
enc    = 88EA9FA686F3CF2FFCAF4B1CBA93E442
mac    = 4F163F59F07431F43EE2EE1834A52334
dek    = D476CF47AA27B54AB3DBEBE7656D6770

include se05x-e
