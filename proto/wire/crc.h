/* proto/wire/crc.h: the checksums of both chips' frames and of our own files. */
#ifndef SESIM_WIRE_CRC_H
#define SESIM_WIRE_CRC_H

#include <stddef.h>
#include <stdint.h>

/*
 * CRC-16 of the ATECC: polynomial 0x8005, start 0, data bits taken LSB first, register shifted
 * left; sent low byte first. `04 11` gives 0x4333, so the wire says 33 43. crc16_atca() starts
 * anew, crc16_atca_more() goes on from an earlier result.
 */
uint16_t crc16_atca(const void *bytes, size_t len);
uint16_t crc16_atca_more(uint16_t crc, const void *bytes, size_t len);

/* CRC-16/X-25 of T=1 over I2C (UM11225): `5A C0 00` gives 0xFCFF, sent low byte first. */
uint16_t crc16_x25(const void *bytes, size_t len);

/* CRC-32 (IEEE 802.3), for our files. */
uint32_t crc32_ieee(const void *bytes, size_t len);

#endif
