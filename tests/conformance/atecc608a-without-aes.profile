# A lot of ATECC608A with AES_Enable (bit 0 of byte 13) clear, as documents allow; none was seen. For the mutation test.
# UNCERTAIN (ATCA-U-29): slots come as they are erased, all ones.

name    = atecc608a-without-aes
kind    = atecc608
summary = ATECC608A, blank, whose lot has no AES
source  = captures of blank parts
address = 60

[config]
0   = 01 23 .. ..  00 00 60 02  .. .. .. ..  EE 00 61 00
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
