# SE050E2: applet 7.2, ECC and AEAD

name    = se050e
kind    = se050
summary = SE050E2: applet 7.2, ECC and AEAD
source  = NXP AN12436 rev. 2.4; captures of parts
address = 48

[identity]
applet        = 7.2.0
applet-config = 3F9F
secure-box    = FFFF
build         = 4A 33 52 33 35 31 30 32 31 45 45 45 30 34 30 30 BC 03 04 79 33 8D 18 10
unique-id     = 04 00 50 01
uncertain     = platform build id: another part's of the family

[ordering A921]
part   = SE050E2
before = 0001
enc    = D2DB63E7A0A5AED72A6460C4DFDCAF64
mac    = 738D5B798ED241B0B24768514BFBA95B
dek    = 6702DAC30942B2C85E7F47B42CED4E7F

include se05x-e
