# ATECC608B-TNGLoRaWAN for The Things Industries (SN[8] 27, OTP jsMu7iYO). UNCERTAIN (ATCA-U-36): no dump is public, so
# the book's words for each slot were put into bits. UNCERTAIN (ATCA-U-34): slots of no known content are zeros. The
# DevEUI is nobody's (locally administered).

name    = atecc608b-tnglora
kind    = atecc608
summary = ATECC608B-TNGLoRaWAN, Trust&GO
source  = ATECC608B-TNGLoRaWAN book 2.1 to 2.3; slots 9 to 12 as LoRaMac-node uses them
address = 59

include trust-authorities

[config]
0   = 01 23 .. ..  00 00 60 03  .. .. .. ..  27 61 55 00
16  = B2 00 00 01
# SlotConfig: 0 DeriveKey with parent 13 and a MAC; 1 permanent private key; 2 to 7 session keys, encrypted read with 14
20  = 8F BD 85 00  CE 00 CE 00  CE 00 CE 00  CE 00 CE 00
# 8 certificates, 9 JoinEUI, 10 DevEUI, 11 and 12 multicast session keys, 13 repersonalization key, 14 IO protection key
36  = 0F 0F 0F 8F  0F 0F CE 00  CE 00 8F 8F  8F 0F 8F 8F
52  = FF FF FF FF  00 00 00 00  FF FF FF FF  00 00 00 00
68  = 00 00 00 00  00 69 76 00  00 00 00 00  00 00 00 00
84  = 00 00 .. ..  .. .. 0E E0  00 00 00 00
96  = 18 00 13 00  1A 00 1A 00  1A 00 1A 00  1A 00 1A 00
112 = 3C 00 1C 00  3C 00 1A 00  1A 00 1C 00  3C 00 1C 00
locks        = config data
locked-slots = none

# Which template a host takes.
[otp]
fill = 00
0    = ascii "jsMu7iYO"

[slots]
fill  = 00
eui64 = 02 00
0     = random 32
1     = key
8     = authority trust-signer
10    = ascii "{eui64}"
13    = random 32
15    = random 72

[certificate device]
slot           = 8+72
key            = 1
signer         = trust-signer
subject        = /O=Microchip Technology Inc/CN=sn{serial}
years          = 28
serial         = key-and-dates
extension      = subject-alt-name directory "/serialNumber=eui64_{eui64}"
extension      = basic-constraints critical
extension      = key-usage critical digital-signature key-agreement
extension      = subject-key-id
extension      = authority-key-id
template       = 4
chain          = 0
serial-source  = A
format         = 0
source         = cryptoauthlib 3.7.8, app/tng: template 4 of chain 0

[certificate signer]
slot           = 8+144
of             = trust-signer
template       = 1
chain          = 0
serial-source  = A
format         = 0
source         = cryptoauthlib 3.7.8, app/tng: template 1 of chain 0
