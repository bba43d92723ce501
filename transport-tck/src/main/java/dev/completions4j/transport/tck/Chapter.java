// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.transport.tck;

/** A chapter of the contract: a test for each rule. */
interface Chapter {

    /** Returns the lab of the running test. */
    ContractLab lab();
}
