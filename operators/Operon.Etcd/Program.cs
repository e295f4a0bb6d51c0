using Operon.Etcd.Hosting;

return await OperatorProgram.RunAsync(args, Environment.GetEnvironmentVariable, Console.Out, Console.Error);
