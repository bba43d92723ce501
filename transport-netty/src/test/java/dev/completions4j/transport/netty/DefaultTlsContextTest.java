// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.transport.netty;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;

final class DefaultTlsContextTest {

    @Test
    void isTheContextOfTheJvm() throws Exception {
        DefaultTlsContext.INSTANCE.prepare().get(20, TimeUnit.SECONDS);

        assertThat(DefaultTlsContext.INSTANCE.next()).isSameAs(SSLContext.getDefault());
    }
}
