# An SE051C whose factory made 7FFF0204 a UserID of known value, so that features can be turned off: others have a key of NXP's
# there. For the conformance suite, which knows the value from here.

name    = se051c-open
kind    = se050
summary = SE051C whose features can be changed
source  = NXP AN12436 rev. 2.4, but for 7FFF0204
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

[object 7FFF0206]
class  = binary
size   = 18
policy = *: READ
value  = unique-id

[object 7FFF0201]
class         = ec-pair
curve         = p-256
authenticates = yes

[object 7FFF0202]
class         = ec-pair
curve         = p-256
authenticates = yes

[object 7FFF0204]
class         = user-id
authenticates = yes
value         = hex C0 01 02 03 04

include se05x-owner
include se05x-connectivity-keys
include se05x-cloud-keys
include se05x-rsa-keys
include se05x-connectivity-certificates
include se05x-rsa-attestation-certificate
include se05x-cloud-certificates
include se05x-rsa-cloud-certificates
include se05x-reserved
