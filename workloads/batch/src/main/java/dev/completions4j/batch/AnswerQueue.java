// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.batch;

import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/** The answers that have arrived, in the order in which they are written. Used by one thread. */
abstract sealed class AnswerQueue {

    /** @param ahead how many places an answer may be ahead of the earliest missing one, if the order is that of the input */
    static AnswerQueue of(OutputOrder order, long ahead) {
        return switch (order) {
            case COMPLETION -> new ByCompletion();
            case INPUT -> new ByInput(ahead);
        };
    }

    abstract void add(Answer answer);

    /** Removes and returns the next answer to write; null if there is none. */
    abstract @Nullable Answer poll();

    /** Returns whether the answer of a place has to be written before all other missing ones. */
    abstract boolean isNext(long place);

    /** Returns the first place whose request must not be read yet. */
    abstract long readBefore();

    /** Waits for no further answer: those that are there follow each other. */
    abstract void complete();

    private static final class ByCompletion extends AnswerQueue {

        private final Queue<Answer> answers = new ArrayDeque<>();

        @Override
        void add(Answer answer) {
            answers.add(answer);
        }

        @Override
        @Nullable Answer poll() {
            return answers.poll();
        }

        @Override
        boolean isNext(long place) {
            return false;
        }

        @Override
        long readBefore() {
            return Long.MAX_VALUE;
        }

        @Override
        void complete() {}
    }

    private static final class ByInput extends AnswerQueue {

        private final long ahead;
        private final Queue<Answer> answers = new PriorityQueue<>(Comparator.comparingLong(Answer::place));
        private long next;
        private boolean complete;

        ByInput(long ahead) {
            this.ahead = ahead;
        }

        @Override
        void add(Answer answer) {
            answers.add(answer);
        }

        @Override
        @Nullable Answer poll() {
            Answer first = answers.peek();
            if (first == null || (first.place() > next && !complete)) {
                return null;
            }
            next = first.place() + 1;
            return answers.poll();
        }

        @Override
        boolean isNext(long place) {
            return place == next;
        }

        @Override
        long readBefore() {
            return next + ahead;
        }

        @Override
        void complete() {
            complete = true;
        }
    }
}
