/* SPDX-License-Identifier: Apache-2.0 */
/* A shared library that is no plug-in at all. */
int penstock_not_a_backend(void);
int penstock_not_a_backend(void) { return 1; }
