using Bellwether.Bench.Features;
using Bellwether.Bench.Learning;
using Bellwether.Bench.Retrieval;
using Bellwether.Bench.Serving;
using BenchmarkDotNet.Running;
using System.Globalization;

// `replay`, `decide`, `trees`, `structure` and `quality` print their own tables; anything else is a BenchmarkDotNet filter.
// `replay`, `decide`, `trees`, `vectors` and `quality` print their own tables; anything else is a BenchmarkDotNet filter.
// `replay`, `decide`, `trees`, `factors` and `quality` print their own tables; anything else is a BenchmarkDotNet filter.
// `replay`, `decide`, `trees`, `lexical` and `quality` print their own tables; anything else is a BenchmarkDotNet filter.
// `replay`, `decide`, `trees`, `vectors` and `quality` print their own tables; anything else is a BenchmarkDotNet filter.
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
    ["text", .. var rest] => await TextRace.RunAsync(rest),
    ["linear", .. var rest] => await LinearRace.RunAsync(rest),
    ["structure", .. var rest] => await StructureRace.RunAsync(rest),
    ["vectors", .. var rest] => await VectorsRace.RunAsync(rest),
    ["factors", .. var rest] => await FactorsRace.RunAsync(rest),
    ["lexical", .. var rest] => await LexicalRace.RunAsync(rest),
    ["quality", var seeds] => await TreesQuality.RunAsync(int.Parse(seeds, CultureInfo.InvariantCulture)),
    _ => BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args).Any() ? 0 : 1,
};
