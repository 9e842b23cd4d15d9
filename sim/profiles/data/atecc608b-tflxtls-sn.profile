# ATECC608B-TFLXTLS with the selector and the template that cryptoauthlib has for TrustFLEX; the book has older ones. As
# prototypes are sold: slots 10 to 13 hold the vendor's own certificates and can be written.
# UNCERTAIN (ATCA-U-34): slots of no known content are zeros. The secret of slot 5 is by chance.

name    = atecc608b-tflxtls-sn
kind    = atecc608
summary = ATECC608B-TFLXTLS, TrustFLEX, certificates named by sn and serial number
source  = atecc608b-tflxtls; OTP and certificate: cryptoauthlib 3.7.8, app/tng (tflxtls_4)
address = 36

include trust-authorities
include trust-slots
include trust-template-3-plain

[config]
0   = 01 23 .. ..  00 00 60 03  .. .. .. ..  01 61 69 00
16  = 6C 00 00 01  85 00 82 00  85 20 85 20  85 20 8F 46
32  = 8F 0F 9F 8F  0F 0F 8F 0F  0F 0F 0F 0F  0F 0F 0F 0F
48  = 0D 1F 0F 0F  FF FF FF FF  00 00 00 00  FF FF FF FF
64  = 00 00 00 00  00 00 03 F7  00 69 76 00  00 00 00 00
80  = 00 00 00 00  00 00 .. ..  .. .. 0E 60  00 00 00 00
96  = 53 00 53 00  73 00 73 00  73 00 38 00  7C 00 1C 00
112 = 3C 00 1A 00  3C 00 30 00  3C 00 30 00  12 00 30 00
locks        = config data
locked-slots = none

# Which template a host takes.
[otp]
fill = 00
0    = ascii "MKMwyhP1"

[slots]
fill = 00
5    = random 32
