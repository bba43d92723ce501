// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.playground;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ServerAddressTest {

    private static final ServerAddress ADDRESS = address("http://localhost:80/v1");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://localhost",
                "http://localhost/",
                "http://localhost:/",
                "HTTP://LocalHost/v1",
                " http://localhost/v1// ",
                "http://localhost/v1/completions",
                "http://localhost:80/v1/completions/"
            })
    void isTheSame(String baseUrl) {
        assertThat(address(baseUrl)).isEqualTo(ADDRESS);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://localhost/v1",
                "http://localhost:8000/v1",
                "http://127.0.0.1/v1",
                "http://localhost/v2",
                "http://localhost/completions",
                "http://localhost/v1?api-version=1"
            })
    void differs(String baseUrl) {
        assertThat(address(baseUrl)).isNotEqualTo(ADDRESS);
    }

    private static ServerAddress address(String baseUrl) {
        return ServerAddress.of(baseUrl, "/v1");
    }
}
