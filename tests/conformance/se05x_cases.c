/* tests/conformance/se05x_cases.c: the files of SE05x cases. */
#include "se05x_cases.h"

se05x_case_list *const se05x_case_lists[] = {
	se05x_basic_cases,
	t1_supervisory_cases,
	t1_chain_cases,
	t1_error_cases,
	se05x_scp03_cases,
	se05x_session_cases,
	se05x_attest_cases,
	se05x_manage_cases,
	se05x_transfer_cases,
	se05x_aead_cases,
	se05x_stored_cases,
	se05x_kdf_cases,
	se05x_desfire_cases,
	se05x_desfire_key_cases,
	se05x_mac_cases,
	se05x_cipher_cases,
	se05x_rsa_cases,
	se05x_edwards_cases,
	se05x_ec_cases,
	se05x_row_cases,
	se05x_policy_cases,
	se05x_refusal_cases,
	se05x_power_cases,
	se05x_forever_cases,
};
const size_t se05x_n_case_lists = sizeof(se05x_case_lists) / sizeof(se05x_case_lists[0]);
