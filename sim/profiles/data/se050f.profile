# SE050F2: FIPS 140-2, applet 3.6

name    = se050f
kind    = se050
summary = SE050F2: FIPS 140-2, applet 3.6
source  = NXP AN12436 rev. 2.4; captures of parts
address = 48

[identity]
applet        = 3.6.0
applet-config = 61D2
secure-box    = 010B
build         = 4A 33 52 33 35 31 30 32 36 34 35 37 31 31 30 30 03 4D 67 74 0B E1 42 19
unique-id     = 04 00 50 01
fips          = yes
platform-scp  = yes

[ordering A92A]
part   = SE050F2
before = 0001
enc    = B50E1F12B81FE53B6C3B5387912A1A5A
mac    = 71936959D37F2B22C5A0C34919A2BC1F
dek    = 869593239854DC0D869900500CA79C15

[ordering A77E]
part   = SE050F2
before = 0004
enc    = 9188DA8CF369CFA9A00891627B65345A
mac    = CB20F809C7A03932BC203B0A01816C81
dek    = 278E619D83518E14C6F1E4FA968BE51C

include se05x-f
