package dev.completions4j.tests;

import org.testng.annotations.Test;

@Test
public class NettyStreamVerificationTest extends CompletionStreamVerification {

    public NettyStreamVerificationTest() {
        super("netty");
    }
}
