// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.cli.complete;

import dev.completions4j.Choice;

/** Turns fragments of choices into what is printed of them. */
interface ChoiceFormat {

    /** Returns what is printed before the first fragment. */
    String header();

    /**
     * Returns what is printed of a fragment.
     *
     * @param choice the fragment
     */
    String text(Choice choice);
}
