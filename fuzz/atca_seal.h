/* fuzz/atca_seal.h: packets made right as a host makes them that knows TempKey and the keys. */
#ifndef SESIM_FUZZ_ATCA_SEAL_H
#define SESIM_FUZZ_ATCA_SEAL_H

#include "atecc.h"

/* CheckMac: the response. SecureBoot with a MAC: the digest hidden. Write and PrivWrite with a MAC: cipher text and MAC. DeriveKey: the MAC. Else nothing. */
void atca_seal(const struct atecc *chip, uint8_t *packet, size_t len);

#endif
