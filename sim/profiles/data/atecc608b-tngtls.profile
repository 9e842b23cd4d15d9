# ATECC608B-TNGTLS, Trust&GO. UNCERTAIN (ATCA-U-34): slots of no known content are zeros, reserved ones by chance. The MAC
# address is nobody's (locally administered), made of the serial number.

name    = atecc608b-tngtls
kind    = atecc608
summary = ATECC608B-TNGTLS, Trust&GO
source  = DS40002250 2.1 to 2.3, and a dump of one
address = 35

include trust-authorities
include trust-slots
include trust-template-3

[config]
0   = 01 23 .. ..  00 00 60 03  .. .. .. ..  01 61 55 00
16  = 6A 00 00 01  85 00 82 00  85 20 85 20  85 20 0F 8F
32  = 8F 0F 8F 8F  0F 0F 8F 0F  0F 8F 0F 8F  0F 8F 8F 8F
48  = 8F 8F 8F 8F  FF FF FF FF  00 00 00 00  FF FF FF FF
64  = 00 00 00 00  00 00 00 F7  00 69 76 00  00 00 00 00
80  = 00 00 00 00  00 00 .. ..  .. .. 0E 60  00 00 00 00
96  = 53 00 53 00  73 00 73 00  73 00 1C 00  7C 00 1C 00
112 = 3C 00 1A 00  1C 00 10 00  1C 00 1C 00  1C 00 1C 00
locks        = config data
locked-slots = none

# Which template a host takes.
[otp]
fill = 00
0    = ascii "x6tjuZMy"

[slots]
fill  = 00
eui48 = 02
5     = ascii "{eui48}"
7     = random 36
13    = random 72
14    = random 72
15    = random 72
