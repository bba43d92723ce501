// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.benchmarks;

import io.netty.buffer.ByteBuf;

/** Counts the bytes of a response. */
final class CountingBody implements NettyBody {

    private final ResponseRecorder recorder;

    CountingBody(ResponseRecorder recorder) {
        this.recorder = recorder;
    }

    @Override
    public void onContent(ByteBuf content) {
        recorder.bytes(content);
    }

    @Override
    public void onEnd() {
        recorder.verifyBytes();
    }
}
