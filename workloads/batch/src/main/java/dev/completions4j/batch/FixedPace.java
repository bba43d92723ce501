// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.batch;

/** Always the same number of calls. */
record FixedPace(int limit) implements Pace {

    @Override
    public int mark() {
        return 0;
    }

    @Override
    public void onLimitReached() {}

    @Override
    public void onSuccess(int mark, long tokens, long now) {}

    @Override
    public void onOverload(int mark) {}
}
