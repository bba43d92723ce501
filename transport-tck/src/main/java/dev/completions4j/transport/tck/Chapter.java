// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.transport.tck;

/** A chapter of the contract: a test for each rule, which finds what it needs in a lab of its own. */
interface Chapter {

    /** What the test that is running works with. */
    ContractLab lab();
}
