import nx from '@nx/eslint-plugin';
import reactHooks from 'eslint-plugin-react-hooks';
import tseslint from 'typescript-eslint';

const may = (from, ...to) => ({ sourceTag: `type:${from}`, onlyDependOnLibsWithTags: to.map((t) => `type:${t}`) });
const tests = ['**/*.test.ts', '**/*.contract.ts', '**/*.fixture.ts', 'libs/testkit/**', 'e2e/**', 'bench/**'];

export default tseslint.config(
  { ignores: ['**/node_modules', '**/dist', '**/gen', '.nx', 'out', 'data', 'coverage'] },
  ...tseslint.configs.recommended,
  {
    plugins: { '@nx': nx },
    rules: {
      'max-lines': ['error', { max: 400, skipBlankLines: true, skipComments: true }],
      'no-console': 'error',
      'no-restricted-exports': ['error', { restrictDefaultExports: { direct: true } }],
      'no-restricted-properties': ['error', { object: 'process', property: 'env', message: 'Only config.ts reads the environment.' }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@nx/enforce-module-boundaries': [
        'error',
        {
          enforceBuildableLibDependency: false,
          allow: [],
          // a project's tests use testkit, which uses the project: no cycle at run time
          ignoredCircularDependencies: [['tag:type:test', '*']],
          checkDynamicDependenciesExceptions: ['.*'], // the real adapters load only where they are configured
          depConstraints: [
            may('rules', 'rules'),
            may('contract', 'rules', 'contract'),
            may('adapter', 'rules', 'contract', 'adapter'),
            may('service', 'rules', 'contract', 'adapter'),
            may('portal', 'rules', 'contract'),
            may('host', 'service', 'adapter', 'contract', 'rules'),
            may('test', 'rules', 'contract', 'adapter', 'service', 'host', 'test'),
          ],
        },
      ],
    },
  },
  {
    files: ['libs/{rules,calendar,schemes}/src/**/*.ts'],
    ignores: tests,
    rules: {
      'no-restricted-imports': ['error', { patterns: [{ group: ['node:*'], message: 'Rules are pure: nothing of the world.' }] }],
      'no-restricted-syntax': [
        'error',
        { selector: "NewExpression[callee.name='Date'][arguments.length=0]", message: 'The clock is an argument.' },
        { selector: "MemberExpression[object.name='Math'][property.name='random']", message: 'Chance is an argument.' },
      ],
      'no-restricted-properties': ['error', { object: 'Date', property: 'now', message: 'The clock is an argument.' }],
    },
  },
  { files: ['services/portal/**/*.{ts,tsx}'], plugins: { 'react-hooks': reactHooks }, rules: reactHooks.configs.recommended.rules },
  { files: ['**/config.ts', '**/*.mjs', ...tests], rules: { 'no-restricted-properties': 'off' } },
  { files: ['scripts/**', 'bench/**', '**/cli*.ts', 'e2e/**'], rules: { 'no-console': 'off' } },
  { files: ['**/*.config.{mjs,ts}'], rules: { 'no-restricted-exports': 'off' } },
  { files: tests, rules: { '@nx/enforce-module-boundaries': 'off' } },
);
