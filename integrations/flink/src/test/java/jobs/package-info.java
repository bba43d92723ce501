// SPDX-License-Identifier: Apache-2.0
/** A job as a user writes it, for the tests of class loading. */
@NullMarked
package jobs;

import org.jspecify.annotations.NullMarked;
