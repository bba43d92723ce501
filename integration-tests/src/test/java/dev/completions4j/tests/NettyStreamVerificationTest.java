// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.tests;

import org.testng.annotations.Test;

@Test
public class NettyStreamVerificationTest extends SocketStreamVerification {

    public NettyStreamVerificationTest() {
        super("netty");
    }
}
