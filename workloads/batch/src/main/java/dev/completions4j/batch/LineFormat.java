// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.batch;

/** What a line of an input means. */
interface LineFormat {

    /** Returns the entry of a line that can be read. */
    InputEntry entry(LineReader.Line line);
}
