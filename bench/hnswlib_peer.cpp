// Builds an hnswlib graph of raw floats and prints one line of JSON: processor seconds to build, and for each ef the recall@k and queries per processor second, one thread.
//
// usage: hnswlib_peer BASE QUERIES TRUTH DIMENSION K M EF_CONSTRUCTION EF...
// Compile with: g++ -O3 -march=native -std=c++17 (headers: Debian's libhnswlib-dev)
#include <hnswlib/hnswlib.h>

#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <unordered_set>
#include <vector>

template <typename T> std::vector<T> load(const char *path) {
    FILE *file = fopen(path, "rb");
    if (!file) { perror(path); exit(1); }
    fseek(file, 0, SEEK_END);
    std::vector<T> values(ftell(file) / sizeof(T));
    rewind(file);
    if (fread(values.data(), sizeof(T), values.size(), file) != values.size()) exit(1);
    fclose(file);
    return values;
}

// Processor time: on a machine that others use too, wall time says little.
static double now() {
    timespec time;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
    return time.tv_sec + time.tv_nsec * 1e-9;
}

int main(int argc, char **argv) {
    if (argc < 9) return 2;
    auto base = load<float>(argv[1]), queries = load<float>(argv[2]);
    auto truth = load<int>(argv[3]);
    int d = atoi(argv[4]), k = atoi(argv[5]), m = atoi(argv[6]), build = atoi(argv[7]);
    size_t n = base.size() / d, asked = queries.size() / d;
    hnswlib::L2Space space(d);
    hnswlib::HierarchicalNSW<float> index(&space, n, m, build, 1);
    double started = now();
    for (size_t i = 0; i < n; i++) index.addPoint(&base[i * d], i);
    printf("{\"build\":%.3f,\"sweep\":[", now() - started);
    for (int a = 8; a < argc; a++) {
        index.setEf(atoi(argv[a]));
        double best = 1e30;
        size_t hits = 0;
        for (int round = 0; round < 3; round++) {
            hits = 0;
            started = now();
            std::vector<std::vector<size_t>> found(asked);
            for (size_t q = 0; q < asked; q++) {
                auto answer = index.searchKnn(&queries[q * d], k);
                while (!answer.empty()) { found[q].push_back(answer.top().second); answer.pop(); }
            }
            best = std::min(best, now() - started);
            for (size_t q = 0; q < asked; q++)
                for (size_t id : found[q])
                    for (int j = 0; j < k; j++) hits += truth[q * k + j] == (int)id;
        }
        printf("%s{\"ef\":%d,\"recall\":%.5f,\"qps\":%.1f}", a > 8 ? "," : "", atoi(argv[a]), (double)hits / (asked * k), asked / best);
    }
    printf("]}\n");
    return 0;
}
