// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.cli.complete;

import dev.completions4j.Choice;

/** Prints the choices of an answer without mixing them. Called by one thread at a time. */
interface ChoicePrinter {

    /**
     * Prints a choice, or its next fragment.
     *
     * @param choice the choice
     */
    void print(Choice choice);

    /**
     * Prints what is still held back, including choices that never reported a finish reason.
     *
     * @param answer what else is known of the answer
     */
    void finish(Answer answer);
}
