# ATECC508A, blank. SN[0..1] 01 23 and SN[8] EE were seen on blank parts; bytes 13 and 14 vary by lot but for bit 0
# (13: AES on the 608, 14: I2C). UNCERTAIN (ATCA-U-29): slots come as they are erased, all ones.

name    = atecc508a
kind    = atecc608
summary = ATECC508A, blank
source  = DS20005927A 2.2; captures of blank parts
address = 60

[config]
0   = 01 23 .. ..  00 00 50 00  .. .. .. ..  EE C1 35 00
16  = C0 00 55 00  83 20 87 20  8F 20 C4 8F  8F 8F 8F 8F
32  = 9F 8F AF 8F  00 00 00 00  00 00 00 00  00 00 00 00
48  = 00 00 AF 8F  FF FF FF FF  00 00 00 00  FF FF FF FF
64  = 00 00 00 00  FF FF FF FF  FF FF FF FF  FF FF FF FF
80  = FF FF FF FF  00 00 55 55  FF FF 00 00  00 00 00 00
96  = 33 00 33 00  33 00 1C 00  1C 00 1C 00  1C 00 1C 00
112 = 3C 00 3C 00  3C 00 3C 00  3C 00 3C 00  3C 00 1C 00

[otp]
fill = FF

[slots]
fill = FF
