using System.Globalization;
using Bellwether.Bench.Learning;
using BenchmarkDotNet.Running;

// `trees` and `quality` are races against a peer and print their own tables; anything else is a BenchmarkDotNet filter.
return args switch
{
    ["trees", .. var rest] => await TreesRace.RunAsync(rest),
    ["quality", var seeds] => await TreesQuality.RunAsync(int.Parse(seeds, CultureInfo.InvariantCulture)),
    _ => BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args).Any() ? 0 : 1,
};
