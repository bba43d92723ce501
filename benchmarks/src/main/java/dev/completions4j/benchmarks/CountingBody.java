// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.benchmarks;

import io.netty.buffer.ByteBuf;

/** Counts bytes. */
final class CountingBody implements NettyBody {

    private final Receipt receipt;

    CountingBody(Receipt receipt) {
        this.receipt = receipt;
    }

    @Override
    public void onContent(ByteBuf content) {
        receipt.bytes(content);
    }

    @Override
    public void onEnd() {
        receipt.verifyBytes();
    }
}
