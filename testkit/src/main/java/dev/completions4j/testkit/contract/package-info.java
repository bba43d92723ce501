// SPDX-License-Identifier: Apache-2.0
/**
 * The contract of transports as a test suite.
 *
 * <p>Needs JUnit 5 and AssertJ, which the rest of the testkit does without. A transport's author extends
 * {@link dev.completions4j.testkit.contract.TransportContract}; an author of servers for other protocols implements
 * {@link dev.completions4j.testkit.contract.ContractServer}.
 */
@NullMarked
package dev.completions4j.testkit.contract;

import org.jspecify.annotations.NullMarked;
