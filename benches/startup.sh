#!/usr/bin/env bash
# What one small draft costs over running nothing: whole commands, alternating, median of 21 runs each.
set -euo pipefail
bin=${1:-target/release/hongbi}
draft=$(mktemp --suffix .txt)
trap 'rm -f "$draft"' EXIT
{
    echo "关于加强社区阅读空间建设的情况说明"
    for n in 一 二 三 四 五 六 七 八; do
        echo "$n、第$n片区的做法"
        for m in 甲 乙 丙 丁 戊; do
            echo "$m社区依托党群服务中心设立阅读角，由$n组志愿者轮流值守，开放时间与居民作息相适应，周末延长两个小时。$m社区还把旧书交换与邻里节结合，居民用一本旧书换一张借阅卡，$n片区因此多了不少常来的读者。"
        done
    done
} > "$draft"
python3 - "$bin" "$draft" <<'P'
import statistics, subprocess, sys, time
bin, draft = sys.argv[1:]
def ms(*words):
    start = time.perf_counter()
    subprocess.run(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return (time.perf_counter() - start) * 1000
pairs = [(ms("true"), ms(bin, "check", "--no-config", draft)) for _ in range(22)][1:]
nothing, check = (statistics.median(p[i] for p in pairs) for i in (0, 1))
print(f"{len(open(draft, 'rb').read())} bytes: true {nothing:.1f} ms, check {check:.1f} ms, difference {check - nothing:.1f} ms")
P
