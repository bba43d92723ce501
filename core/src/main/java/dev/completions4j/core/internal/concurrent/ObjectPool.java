// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.core.internal.concurrent;

import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Supplier;

/**
 * Objects that callbacks use in turn, so that they are neither allocated for each callback nor held by each call. Holds up to
 * eight. Thread-safe.
 */
public final class ObjectPool<T> {

    /** A power of two. Threads that share a slot only allocate more often. */
    private static final int SLOTS = 8;

    private final AtomicReferenceArray<T> free = new AtomicReferenceArray<>(SLOTS);
    private final Supplier<T> factory;

    /** @param factory creates objects when none is free */
    public ObjectPool(Supplier<T> factory) {
        this.factory = factory;
    }

    /** Takes an object, in the state in which it was given back. */
    public T take() {
        T taken = free.getAndSet(slot(), null);
        return taken == null ? factory.get() : taken;
    }

    /** Gives back an object, to which the caller must not refer any longer. */
    public void giveBack(T unused) {
        free.setRelease(slot(), unused);
    }

    private static int slot() {
        return (int) Thread.currentThread().getId() & (SLOTS - 1);
    }
}
