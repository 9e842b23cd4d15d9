/* tests/conformance/atca_cases.c: the files of ATECC cases. */
#include "atca_cases.h"

atca_case_list *const atca_case_lists[] = {
	atca_power_cases,
	atca_info_cases,
	atca_mac_cases,
	atca_nonce_cases,
	atca_ecc_cases,
	atca_zone_cases,
	atca_more_cases,
	atca_parse_cases,
	atca_tempkey_cases,
	atca_ecc_mode_cases,
	atca_boot_cases,
	atca_policy_cases,
	atca_wire_cases,
	atca_kdf_cases,
	atca_sha_cases,
	atca_symmetric_cases,
	atca_mac_mode_cases,
	atca_nonce_mode_cases,
};
const size_t atca_n_case_lists = sizeof(atca_case_lists) / sizeof(atca_case_lists[0]);
