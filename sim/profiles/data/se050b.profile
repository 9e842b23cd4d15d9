# SE050B1: RSA
#
# AppletConfig of A, B and D: the C part's, less what AN12436 table 1 does not tick for them.

name    = se050b
kind    = se050
summary = SE050B1: RSA
source  = NXP AN12436 rev. 2.4; captures of parts
address = 48

[identity]
applet        = 3.1.1
applet-config = 47F0
secure-box    = 010B
build         = 4A 33 52 33 35 31 30 32 31 45 45 45 30 34 30 30 BC 03 04 79 33 8D 18 10
unique-id     = 04 00 50 01
uncertain     = AppletConfig: worked out from AN12436 table 1
uncertain     = platform build id: another part's of the family

[ordering A202]
part   = SE050B1
before = 0004
enc    = D499BC90DEA542CF78D25E13D64CBB1F
mac    = 0815559643FB79EB8501A0DC833D901F
dek    = BE7DDFB406E81AE4E9665A9FED64267C

[ordering A203]
part   = SE050B2
before = 0004
enc    = 5FA43D8202D25E9A85B1FE7E2D26478D
mac    = 105CEA2219F52BD167A07463C69379C3
dek    = D7028157F2AD372C74BE969BCC390627

include se05x-applet
include se05x-owner

[object F0000010]
class         = rsa-pair-crt
bits          = 2048
policy        = *: READ ATTESTATION
pool          = 13
source        = AN12436 table 15

[object F0000004]
class         = rsa-pair-crt
bits          = 2048
policy        = F0000020: READ WRITE GEN; *: SIGN VERIFY KA ENC DEC READ
pool          = 14
source        = AN12436 table 15

[object F0000006]
class         = rsa-pair-crt
bits          = 2048
policy        = F0000020: READ WRITE GEN; *: SIGN VERIFY KA ENC DEC READ
pool          = 15
source        = AN12436 table 15

include se05x-connectivity-rsa-certificates
include se05x-reserved
