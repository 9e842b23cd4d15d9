# SE050C1: ECC and RSA

name    = se050c
kind    = se050
summary = SE050C1: ECC and RSA
source  = NXP AN12436 rev. 2.4; captures of parts
address = 48

[identity]
applet        = 3.1.1
applet-config = 6FFF
secure-box    = 010B
build         = 4A 33 52 33 35 31 30 32 31 45 45 45 30 34 30 30 BC 03 04 79 33 8D 18 10
unique-id     = 04 00 50 01
uncertain     = platform build id: another part's of the family

[ordering A200]
part   = SE050C1
before = 0004
enc    = 852B5962E9CCE5D0BE746B833BCC6287
mac    = DB0AA319A408696C8E107AB4E3C26B47
dek    = 4C2F75C6A278A4AEE5C9AF7C50EEA80C

[ordering A201]
part   = SE050C2
before = 0004
enc    = BD1DE20A81EAB2BF3B709A9D69A31254
mac    = 9A761B8DBA6BEDF22741E45D8D4236F5
dek    = 9B993B600F1C64F5ADC063192A96C947

include se05x-c
