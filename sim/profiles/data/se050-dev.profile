# the part of the OM-SE050ARD development kit

name    = se050-dev
kind    = se050
summary = the part of the OM-SE050ARD development kit
source  = NXP AN12436 rev. 2.4; captures of parts
address = 48

[identity]
applet        = 3.1.0
applet-config = 6FFF
secure-box    = 010B
build         = 4A 33 52 33 35 31 30 32 31 45 45 45 30 34 30 30 BC 03 04 79 33 8D 18 10
unique-id     = 04 00 50 01
refuses-factory-reset = yes

[ordering A1F4]
part   = OM-SE050ARD
before = 0004
enc    = 35C256458958A34F6136155F8209D6CD
mac    = AF177D5DBDF7C0D5C10A05B9F1607F78
dek    = A1BC8438BF77935B361A4425FE79FA29

include se05x-c
