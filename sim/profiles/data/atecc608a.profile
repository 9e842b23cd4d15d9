# ATECC608A, blank. Bytes 13 and 14 vary by lot but for bit 0 (13: AES, 14: I2C).
# UNCERTAIN (ATCA-U-29): slots come as they are erased, all ones.

name    = atecc608a
kind    = atecc608
summary = ATECC608A, blank
source  = captures of blank parts
address = 60

[config]
0   = 01 23 .. ..  00 00 60 02  .. .. .. ..  EE 01 61 00
16  = C0 00 00 00  83 20 87 20  8F 20 C4 8F  8F 8F 8F 8F
32  = 9F 8F AF 8F  00 00 00 00  00 00 00 00  00 00 00 00
48  = 00 00 AF 8F  FF FF FF FF  00 00 00 00  FF FF FF FF
64  = 00 00 00 00  00 00 00 00  00 00 00 00  00 00 00 00
80  = 00 00 00 00  00 00 55 55  FF FF 00 00  00 00 00 00
96  = 33 00 33 00  33 00 1C 00  1C 00 1C 00  1C 00 1C 00
112 = 3C 00 3C 00  3C 00 3C 00  3C 00 3C 00  3C 00 1C 00

[otp]
fill = FF

[slots]
fill = FF
