// SPDX-License-Identifier: Apache-2.0
package dev.completions4j;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * An immutable sequence of token ids, stored without boxing.
 *
 * @since 0.1.0
 */
public final class TokenIds {

    private final int[] ids;

    private TokenIds(int[] ids) {
        this.ids = ids;
    }

    /**
     * Returns a sequence of token ids.
     *
     * @param ids the ids, copied
     */
    public static TokenIds of(int... ids) {
        return new TokenIds(ids.clone());
    }

    /** Returns the number of ids. */
    public int size() {
        return ids.length;
    }

    /**
     * Returns the id at an index.
     *
     * @param index the zero-based index
     * @throws IndexOutOfBoundsException if the index is out of range
     */
    public int get(int index) {
        return ids[index];
    }

    /** Returns the ids in a new array. */
    public int[] toArray() {
        return ids.clone();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof TokenIds that && Arrays.equals(ids, that.ids);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(ids);
    }

    @Override
    public String toString() {
        return "TokenIds[" + ids.length + " tokens]";
    }
}
