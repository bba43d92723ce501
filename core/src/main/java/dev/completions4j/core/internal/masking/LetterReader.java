// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.core.internal.masking;

/**
 * Reads the letters and digits of a text, either plain or with JSON escapes, possibly nested. All other characters are
 * skipped.
 *
 * <p>A letter is a number below 256: the code of an ASCII character, or one half of a UTF-16 code unit. Text that only
 * looks like an escape is read as one in both of the compared texts.
 */
abstract class LetterReader {

    private static final int DIGITS = 4;

    private enum State {
        PLAIN,
        BACKSLASH,
        UNICODE
    }

    private State state = State.PLAIN;
    private int position;
    private int escapeStart;
    private int digits;
    private int value;

    /**
     * Receives a letter.
     *
     * @param start start index of the character or of its escape
     * @param end end index, exclusive
     */
    abstract void onLetter(int letter, int start, int end);

    /** Returns whether no more letters are needed. */
    boolean isFull() {
        return false;
    }

    final void read(char c) {
        switch (state) {
            case PLAIN -> readPlain(c);
            case BACKSLASH -> readEscaped(c);
            case UNICODE -> readDigit(c);
        }
        position++;
    }

    private void readPlain(char c) {
        if (c == '\\') {
            state = State.BACKSLASH;
            escapeStart = position;
        } else {
            emit(c, position);
        }
    }

    private void readEscaped(char c) {
        switch (c) {
            case '\\' -> {
                // One of several backslashes before the same character.
            }
            case 'u' -> {
                state = State.UNICODE;
                digits = 0;
                value = 0;
            }
            case 'n', 'r', 't', 'b', 'f' -> state = State.PLAIN;
            default -> {
                state = State.PLAIN;
                emit(c, escapeStart);
            }
        }
    }

    private void readDigit(char c) {
        int digit = c < 0x80 ? Character.digit(c, 16) : -1;
        if (digit < 0) {
            state = State.PLAIN;
            readPlain(c);
            return;
        }
        value = 16 * value + digit;
        digits++;
        if (digits == DIGITS) {
            state = State.PLAIN;
            emit((char) value, escapeStart);
        }
    }

    private void emit(char c, int start) {
        int end = position + 1;
        if (c < 0x80) {
            if (Character.isLetterOrDigit(c)) {
                onLetter(c, start, end);
            }
        } else if (Character.isLetterOrDigit(c) || Character.isSurrogate(c)) {
            onLetter(c >>> 8, start, end);
            onLetter(c & 0xff, start, end);
        }
    }
}
