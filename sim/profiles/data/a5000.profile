# A5000: authentication applet 7.2

name    = a5000
kind    = se050
summary = A5000: authentication applet 7.2
source  = NXP AN12436 rev. 2.4; captures of parts
address = 48

[identity]
applet        = 7.2.0
applet-config = 3692
secure-box    = FFFF
build         = 4A 33 52 33 35 31 30 32 31 45 45 45 30 34 30 30 BC 03 04 79 33 8D 18 10
unique-id     = 04 00 50 01
uncertain     = AppletConfig: what NXP's middleware expects of an A5000
uncertain     = platform build id: another part's of the family

[ordering A736]
part   = A5000R2
before = 0004
enc    = C9118500B5FFA1433A50226F489A0AA5
mac    = 29D2FE28F7FEEB153068BE381F61BC01
dek    = 6124D38402118060ED910360FC5A4278

include se05x-e
