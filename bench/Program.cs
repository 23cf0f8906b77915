using System.Globalization;
using Bellwether.Bench.Features;
using Bellwether.Bench.Learning;
using Bellwether.Bench.Serving;
using BenchmarkDotNet.Running;

// `replay`, `decide`, `trees` and `quality` print their own tables; anything else is a BenchmarkDotNet filter.
if (args is ["replay", .. var numbers])
{
    ReplayRun.Run(
        numbers.Length > 0 ? int.Parse(numbers[0], CultureInfo.InvariantCulture) : 1_000_000,
        numbers.Length > 1 ? int.Parse(numbers[1], CultureInfo.InvariantCulture) : 3);
    return 0;
}

if (args is ["trees-fit", .. var fit])
{
    TreesFit.Run(fit);
    return 0;
}

if (args is ["decide"])
{
    DecideRun.Run();
    return 0;
}

return args switch
{
    ["trees", .. var rest] => await TreesRace.RunAsync(rest),
    ["quality", var seeds] => await TreesQuality.RunAsync(int.Parse(seeds, CultureInfo.InvariantCulture)),
    _ => BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args).Any() ? 0 : 1,
};
