// SPDX-License-Identifier: Apache-2.0
package library;

/** Adds a component and keeps the constructor of the released shape. */
public record Answer(String text, int tokens) {
    public Answer(String text) {
        this(text, 0);
    }
}
