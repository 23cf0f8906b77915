namespace Bellwether.Storage.Tests.Events;

/// <summary>What this assembly does as a program of its own: <c>append DIRECTORY ROUND</c> is the process that the fault tests kill;
/// <c>bench control|journal|postgres|drain</c> measures (<c>dotnet run -c Release --project tests/Storage -- bench journal</c>).</summary>
internal static class Program
{
    private static async Task<int> Main(string[] args)
    {
        switch (args)
        {
            case ["append", var directory, var round]:
                await KilledAppender.RunAsync(directory, round);
                return 0;
            case ["bench", var what]:
                await AppendBench.RunAsync(what);
                return 0;
            default:
                await Console.Error.WriteLineAsync("Usage: append DIRECTORY ROUND | bench control|journal|postgres|drain");
                return 2;
        }
    }
}
