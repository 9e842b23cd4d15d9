/* tests/conformance/se05x_cases.h: where the cases of SE05x parts are. */
#ifndef SESIM_CONFORM_SE05X_CASES_H
#define SESIM_CONFORM_SE05X_CASES_H

#include "conform.h"

typedef void se05x_case_list(struct conform_list *list);

extern se05x_case_list *const se05x_case_lists[];
extern const size_t se05x_n_case_lists;

/* se05x_basic.c: version, random numbers, identity. */
se05x_case_list se05x_basic_cases;

/* t1_supervisory.c, t1_chain.c, t1_errors.c: T=1 over I2C. */
se05x_case_list t1_supervisory_cases;
se05x_case_list t1_chain_cases;
se05x_case_list t1_error_cases;
/* policy_cases.c: every cell of vectors/policy_matrix.tsv. */
se05x_case_list se05x_policy_cases;

/* refusal_list.c: every row of vectors/refusals.tsv, and the good commands they are about. */
se05x_case_list se05x_refusal_cases;

/* se05x_scp03.c: the platform channel. */
se05x_case_list se05x_scp03_cases;

/* se05x_session_cases.c: sessions of the applet. */
se05x_case_list se05x_session_cases;

/* se05x_attest.c: attestation. */
se05x_case_list se05x_attest_cases;

/* se05x_forever.c: what cannot be undone; last. */
se05x_case_list se05x_forever_cases;

/* se05x_manage.c: the card, and management. */
se05x_case_list se05x_manage_cases;

/* se05x_transfer.c: export and import. */
se05x_case_list se05x_transfer_cases;

/* se05x_aead.c: GCM and CCM. */
se05x_case_list se05x_aead_cases;

/* se05x_stored.c: objects of every class. */
se05x_case_list se05x_stored_cases;

/* se05x_kdf.c: key derivation. */
se05x_case_list se05x_kdf_cases;

/* se05x_desfire.c: MIFARE DESFire with a card. */
se05x_case_list se05x_desfire_cases;
/* se05x_desfire_keys.c: its state and its keys. */
se05x_case_list se05x_desfire_key_cases;

/* se05x_mac.c: MACs and digests. */
se05x_case_list se05x_mac_cases;

/* se05x_cipher.c: AES and DES. */
se05x_case_list se05x_cipher_cases;

/* se05x_rsa.c: RSA keys. */
se05x_case_list se05x_rsa_cases;

/* se05x_edwards.c: Ed25519, X25519, X448. */
se05x_case_list se05x_edwards_cases;

/* se05x_ec.c: keys on Weierstrass curves. */
se05x_case_list se05x_ec_cases;

/* se05x_power.c: power that goes away in a write of the memory. */
se05x_case_list se05x_power_cases;
/* se05x_rows.c: what no other file comes by. */
se05x_case_list se05x_row_cases;

#endif
