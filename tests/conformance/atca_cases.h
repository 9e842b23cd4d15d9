/* tests/conformance/atca_cases.h: where the cases of ATECCs are. */
#ifndef SESIM_CONFORM_ATCA_CASES_H
#define SESIM_CONFORM_ATCA_CASES_H

#include "conform.h"

typedef void atca_case_list(struct conform_list *list);

extern atca_case_list *const atca_case_lists[];
extern const size_t atca_n_case_lists;

/* atca_mac.c: MAC, CheckMac, HMAC, GenDig, DeriveKey. */
atca_case_list atca_mac_cases;
/* atca_nonce.c: Nonce, Random, TempKey. */
atca_case_list atca_nonce_cases;
/* atca_ecc.c: GenKey, PrivWrite, Sign, Verify, ECDH. */
atca_case_list atca_ecc_cases;
/* atca_zone_cases.c: Read, Write, Lock, UpdateExtra, Counter, Info. */
atca_case_list atca_zone_cases;
/* atca_nonce_modes.c: Nonce and Random in every mode. */
atca_case_list atca_nonce_mode_cases;
/* atca_mac_modes.c: MAC and HMAC in every mode. */
atca_case_list atca_mac_mode_cases;
/* atca_symmetric.c: AES, GFM and SelfTest. */
atca_case_list atca_symmetric_cases;
/* atca_sha.c: SHA, its HMAC and its context. */
atca_case_list atca_sha_cases;
/* atca_kdf.c: KDF. */
atca_case_list atca_kdf_cases;
/* atca_wire.c: wake, packets, time. */
atca_case_list atca_wire_cases;
/* atca_policy.c: what keys are used for: random nonce, authorisation, latch, limited use. */
atca_case_list atca_policy_cases;
/* atca_boot.c: SecureBoot. */
atca_case_list atca_boot_cases;
/* atca_more.c: what is left in TempKey, slot 15, what the 508A alone has. */
atca_case_list atca_more_cases;
/* atca_ecc_modes.c: the modes of GenKey, PrivWrite, Sign, Verify and ECDH. */
atca_case_list atca_ecc_mode_cases;
/* atca_tempkey.c: TempKey by command, GenDig, DeriveKey, the copy of CheckMac, Pause. */
atca_case_list atca_tempkey_cases;
/* atca_parse.c: what is wrong whatever the state. */
atca_case_list atca_parse_cases;
/* atca_power.c: power that goes away in a write of the memory. */
atca_case_list atca_power_cases;
/* atca_info.c: Info and Random, and what every command has in common. */
atca_case_list atca_info_cases;

/*
 * Still to be written: atca_symmetric.c (AES, KDF, SHA, SelfTest), atca_boot.c (SecureBoot), atca_policy.c (what keys are used
 * for: authorisation, limited use, random nonce, latch), atca_wire.c (wake, framing, times). Nonce, MAC, CheckMac, GenDig,
 * DeriveKey, ECC, zones, locks and counters are there: add to them, do not write them again.
 */

#endif
