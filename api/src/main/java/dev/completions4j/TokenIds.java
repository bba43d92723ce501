// SPDX-License-Identifier: Apache-2.0
package dev.completions4j;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** An immutable sequence of token ids, held without boxing. */
public final class TokenIds {

    private final int[] ids;

    private TokenIds(int[] ids) {
        this.ids = ids;
    }

    /**
     * The given ids.
     *
     * @param ids copied
     */
    public static TokenIds of(int... ids) {
        return new TokenIds(ids.clone());
    }

    /** How many there are. */
    public int size() {
        return ids.length;
    }

    /**
     * The id at a place.
     *
     * @param index from 0
     * @throws IndexOutOfBoundsException if there is no such place
     */
    public int get(int index) {
        return ids[index];
    }

    /** A new array of the ids. */
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
