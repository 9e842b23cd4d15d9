# SE051C2: applet 7.2, ECC and RSA

name    = se051c
kind    = se050
summary = SE051C2: applet 7.2, ECC and RSA
source  = NXP AN12436 rev. 2.4; captures of parts
address = 48

[identity]
applet        = 7.2.0
applet-config = 3FFF
secure-box    = FFFF
build         = 4A 33 52 33 35 31 30 32 31 45 45 45 30 34 30 30 BC 03 04 79 33 8D 18 10
unique-id     = 04 00 50 01
uncertain     = AppletConfig: SE050E's with RSA
uncertain     = platform build id: another part's of the family

[ordering A8FA]
part   = SE051C2
before = 0005
enc    = BFC2DBE1828E035D3E7FA36B902A05C6
mac    = BEF85BD7BA0497D628781CE47B188C96
dek    = D873F316BE297F2FC9C0E45F54710699

include se05x-c
