# SE052F2: FIPS 140-3
#
# Hosts know an SE052 by a minor version of 10 to 1F hex.

name    = se052
kind    = se050
summary = SE052F2: FIPS 140-3
source  = NXP AN12436 rev. 2.4; captures of parts
address = 48

[identity]
applet        = 7.16.0
applet-config = 2FFF
secure-box    = FFFF
build         = 4A 33 52 33 35 31 30 32 36 34 35 37 31 31 30 30 03 4D 67 74 0B E1 42 19
unique-id     = 04 00 50 01
fips          = yes
platform-scp  = yes
deep-power-down = yes
uncertain     = applet version and AppletConfig: no public document
uncertain     = platform build id: another part's of the family

[ordering B501]
part   = SE052F2
before = 0004
enc    = 3AE441C747E32EBC16B3BB2D843C6DD8
mac    = 6C18F3D08FEE1CB96A3C8DE5D3538AAA
dek    = B0E6A5697DBD929243A482CF9E4D6522

include se05x-f
